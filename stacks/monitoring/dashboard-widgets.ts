/** What a widget of a CloudWatch dashboard shows, as its body is written. */
interface Widget {
  readonly type: "alarm" | "log" | "metric" | "text";
  readonly x: number;
  readonly y: number;
  /** The whole width is 24. */
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One widget of a row: how wide it is and what it shows. */
export type RowItem = Pick<Widget, "type" | "width" | "properties">;

export interface Row {
  readonly height: number;
  readonly items: readonly RowItem[];
}

/** A metric: namespace, name, and dimension and value by turns; what to call it last. */
export type MetricLine = readonly [...string[], { readonly label: string; readonly stat?: string }];

export interface Graph {
  readonly title: string;
  readonly width: number;
  readonly region: string;
  readonly stat: "Average" | "Maximum" | "Sum";
  readonly periodSeconds: number;
  readonly metrics: readonly MetricLine[];
  /** A line to compare with. */
  readonly limit?: { readonly label: string; readonly value: number };
}

export function graph({ title, width, region, stat, periodSeconds, metrics, limit }: Graph): RowItem {
  return {
    type: "metric",
    width,
    properties: {
      title,
      region,
      view: "timeSeries",
      stat,
      period: periodSeconds,
      metrics,
      yAxis: { left: { min: 0 } },
      ...(limit === undefined ? {} : { annotations: { horizontal: [limit] } }),
    },
  };
}

/** The body of a dashboard: rows from top to bottom, their widgets from left to right. */
export function dashboardBody(rows: readonly Row[]): string {
  let y = 0;
  const widgets = rows.flatMap(({ height, items }) => {
    let x = 0;
    const placed = items.map((item): Widget => {
      const widget = { ...item, x, y, height };
      x += item.width;
      return widget;
    });
    y += height;
    return placed;
  });
  return JSON.stringify({ widgets });
}
