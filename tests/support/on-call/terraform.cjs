#!/usr/bin/env node
// The `terraform` of a drill: replaces the provisioning call of a secret, which sends the function the event of a deployment.
const [folder, verb, ...options] = process.argv.slice(2);
const replaced = /^-replace=aws_lambda_invocation\.provision_\w+$/.exec(options[0] ?? "");
if (
  !/^-chdir=cdktf\.out\/stacks\/[\w-]+-app-secret$/.test(folder ?? "") ||
  verb !== "apply" ||
  replaced === null ||
  options.length > 1
) {
  console.error(`terraform: not known here: ${process.argv.slice(2).join(" ")}`);
  process.exit(1);
}

fetch(process.env.AWS_ENDPOINT_URL, {
  method: "POST",
  body: JSON.stringify({ call: "terraform provision", input: {} }),
}).then(async (response) => {
  console.log(await response.text());
  process.exitCode = response.ok ? 0 : 1;
});
