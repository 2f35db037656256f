import { text } from "./rules";

/**
 * Generations that RDS still makes: t from 3, m and r from 5 on, and the others (c, x, z) as they come. arm64 (Graviton) classes have
 * a g behind the number. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
 */
const CURRENT = /^db\.(t[3-9]|[mr]([5-9]|\d\d)|[cxz]\d{1,2})[a-z]*\.(micro|small|medium|large|\d{0,2}xlarge)$/;

export const instanceClassSchema = text(
  CURRENT,
  "an RDS instance class of a current generation, arm64 (db.t4g.medium, db.m8g.large) or x86 (db.t3.medium, db.m7i.large)",
  "choose a class that RDS has for the engine in this region",
);

/**
 * Classes on which RDS for MySQL has no Performance Insights.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
 */
export function hasPerformanceInsights(instanceClass: string): boolean {
  return !/^db\.(t3|t4g)\.(micro|small)$/.test(instanceClass);
}
