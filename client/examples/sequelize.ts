// Sequelize 6 keeps its own pool. Each of its connections is opened by `connectionManager.connect`: there the credential goes in.
import mysql2 from "mysql2";
import { createRotatingCredential, logIn, rdsTls } from "rotating-rds-mysql-client";
import { DataTypes, Sequelize } from "sequelize";
import { databaseTls } from "./tls.js";

const credential = createRotatingCredential({ secretId: process.env.DB_SECRET_ID ?? "" });
const sequelize = new Sequelize({
  dialect: "mysql",
  dialectModule: mysql2,
  dialectOptions: { ssl: rdsTls(databaseTls()) },
  pool: { max: 5 },
  logging: false,
});

interface Connects {
  connect(config: object): Promise<unknown>;
}
const manager = (sequelize as unknown as { connectionManager: Connects }).connectionManager;
const connect = manager.connect.bind(manager);
manager.connect = (config) =>
  logIn(credential, ({ host, port, username, password, database }) =>
    connect({ ...config, host, port, username, password, database }),
  );

const Order = sequelize.define(
  "order",
  { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, item: DataTypes.STRING },
  { tableName: "orders", timestamps: false },
);

export async function work(): Promise<void> {
  await Order.create({ item: "tea" });
  await Order.findOne({ order: [["id", "DESC"]] });
}

export async function close(): Promise<void> {
  await sequelize.close();
  credential.close();
}
