import { DATABASE_ACTIONS } from "./database-actions";
import { HOST_ACTIONS } from "./host-actions";
import { NETWORK_ACTIONS } from "./network-actions";
import { SECRET_ACTIONS } from "./secret-actions";
import { SHARED_ACTIONS } from "./shared-actions";
import type { TypeActions } from "./type-actions";

/** By the type of a resource (`aws_vpc`) or of a data source (`data.aws_vpc`). */
export const TYPE_ACTIONS: Readonly<Record<string, TypeActions>> = {
  ...NETWORK_ACTIONS,
  ...HOST_ACTIONS,
  ...DATABASE_ACTIONS,
  ...SHARED_ACTIONS,
  ...SECRET_ACTIONS,
};
