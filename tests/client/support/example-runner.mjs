// Runs `work` of an example with some workers until standard input ends, then closes it and says what happened. It has to exit by itself.
const [module, workers] = process.argv.slice(2);
const { work, close } = await import(module);
let isOver = false;
let succeeded = 0;
const failures = [];

const loop = async () => {
  while (!isOver) {
    await work().then(
      () => {
        succeeded += 1;
      },
      (error) => failures.push(`${error.code}: ${error.message}`),
    );
    if (succeeded === 1) console.error("ready");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const working = Promise.all(Array.from({ length: Number(workers) }, loop));
for await (const _ of process.stdin);
isOver = true;
await working;
await close();
console.log(JSON.stringify({ succeeded, failures }));
