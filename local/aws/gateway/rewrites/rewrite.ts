import type { HttpResponse } from "../../secrets-manager/http-message";
import type { AwsRequest } from "../requests/aws-request";

/** What moto does not store: texts by a key of the rewrite's own. Survives a restart. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
  delete(key: string): void;
}

/** One repair of what moto answers. */
export interface Rewrite {
  readonly service: string;
  readonly actions: readonly string[];
  /** What moto does wrong, and how Terraform reacts. */
  readonly why: string;
  /** What the rewrite does about it. */
  readonly what: string;
  /** Gives the repaired answer. Only for answers of status 200 to 299, unless `onErrors`. */
  readonly patch: (answer: HttpResponse, request: AwsRequest, store: Store, accountId: string) => HttpResponse;
  /** Also for answers that are errors. */
  readonly onErrors?: true;
}
