/** The services that name an action by method and path, and the action of each path that the provider or a function may send. */
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    "GET /2015-03-31/functions ListFunctions",
    "POST /2015-03-31/functions CreateFunction",
    "GET /2015-03-31/functions/{} GetFunction",
    "DELETE /2015-03-31/functions/{} DeleteFunction",
    "PUT /2015-03-31/functions/{}/code UpdateFunctionCode",
    "GET /2015-03-31/functions/{}/configuration GetFunctionConfiguration",
    "PUT /2015-03-31/functions/{}/configuration UpdateFunctionConfiguration",
    "POST /2015-03-31/functions/{}/invocations Invoke",
    "GET /2015-03-31/functions/{}/policy GetPolicy",
    "POST /2015-03-31/functions/{}/policy AddPermission",
    "DELETE /2015-03-31/functions/{}/policy/{} RemovePermission",
    "GET /2015-03-31/functions/{}/versions ListVersionsByFunction",
    "POST /2015-03-31/functions/{}/versions PublishVersion",
    "GET /2019-09-30/functions/{}/concurrency GetFunctionConcurrency",
    "PUT /2017-10-31/functions/{}/concurrency PutFunctionConcurrency",
    "DELETE /2017-10-31/functions/{}/concurrency DeleteFunctionConcurrency",
    "GET /2019-09-25/functions/{}/event-invoke-config GetFunctionEventInvokeConfig",
    "PUT /2019-09-25/functions/{}/event-invoke-config PutFunctionEventInvokeConfig",
    "POST /2019-09-25/functions/{}/event-invoke-config UpdateFunctionEventInvokeConfig",
    "DELETE /2019-09-25/functions/{}/event-invoke-config DeleteFunctionEventInvokeConfig",
    "GET /2020-06-30/functions/{}/code-signing-config GetFunctionCodeSigningConfig",
    "GET /2021-07-20/functions/{}/runtime-management-config GetRuntimeManagementConfig",
    "GET /2017-03-31/tags/{} ListTags",
    "POST /2017-03-31/tags/{} TagResource",
    "DELETE /2017-03-31/tags/{} UntagResource",
  ],
  scheduler: [
    "GET /schedules ListSchedules",
    "POST /schedules/{} CreateSchedule",
    "GET /schedules/{} GetSchedule",
    "PUT /schedules/{} UpdateSchedule",
    "DELETE /schedules/{} DeleteSchedule",
    "POST /schedule-groups/{} CreateScheduleGroup",
    "GET /schedule-groups/{} GetScheduleGroup",
    "DELETE /schedule-groups/{} DeleteScheduleGroup",
    "GET /tags/{} ListTagsForResource",
    "POST /tags/{} TagResource",
    "DELETE /tags/{} UntagResource",
  ],
};

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly action: string;
}

const COMPILED: ReadonlyMap<string, readonly Route[]> = new Map(
  Object.entries(ROUTES).map(([service, lines]) => [service, lines.map(compile)]),
);

/** The action of a REST request and the resource in its path, or undefined for a path that is in no route. */
export function restAction(
  service: string,
  method: string,
  path: string,
): { readonly action: string; readonly resource: string | undefined } | undefined {
  for (const route of COMPILED.get(service) ?? []) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) {
      const [, resource] = match;
      return { action: route.action, resource: resource === undefined ? undefined : decodeURIComponent(resource) };
    }
  }
  return undefined;
}

function compile(line: string): Route {
  const [method = "", path = "", action = ""] = line.split(" ");
  const pattern = path.replaceAll("{}", "([^/]+)");
  return { method, path: new RegExp(`^${pattern}/?$`), action };
}
