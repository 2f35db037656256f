// Refreshes within seconds of a rotation instead of within maxAgeMs: an EventBridge rule for the detail "RotationSucceeded" of aws.secretsmanager sends to an SQS queue,
// one for each process or host. This is an addition: without the event, the background refresh does the same a little later.
import { setTimeout as wait } from "node:timers/promises";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createRotatingPool, type RotatingCredential } from "rotating-rds-mysql-client";
import { databaseTls } from "./tls.js";

const pool = createRotatingPool({ secretId: process.env.DB_SECRET_ID ?? "", ssl: databaseTls(), connectionLimit: 5 });
const sqs = new SQSClient({});
const QueueUrl = process.env.QUEUE_URL ?? "";
const stopping = new AbortController();

/** Refreshes when a message names this secret. The message is only a hint: what is read is AWSCURRENT. */
async function follow(credential: RotatingCredential): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await sqs.send(receive, { abortSignal: stopping.signal });
      if (Messages.some(({ Body = "" }) => Body.includes(credential.secretId))) {
        const staleVersion = credential.status().versionId;
        if (staleVersion !== undefined) await credential.refresh({ staleVersion });
      }
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    } catch (error) {
      if (stopping.signal.aborted) return;
      console.error((error as Error).message);
      await wait(1_000 + Math.random() * 4_000);
    }
  }
}

const following = follow(pool.credential);

export async function work(): Promise<void> {
  await pool.query("SELECT id, item FROM orders LIMIT 1");
}

export async function close(): Promise<void> {
  stopping.abort();
  await following;
  sqs.destroy();
  await pool.end();
}
