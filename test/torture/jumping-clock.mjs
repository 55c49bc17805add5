// Loaded into the server before anything else: its clock is wrong from the start by the first of CLOCK_JUMPS_MS, and
// by the next one at each SIGUSR2. The machine's clock stays as it is.
const jumps = (process.env.CLOCK_JUMPS_MS ?? '0').split(',').map(Number);
let at = 0;
const RealDate = Date;
const now = () => RealDate.now() + (jumps[at % jumps.length] ?? 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(
      target,
      values.length === 0 ? [now()] : values,
      newTarget === globalThis.Date ? target : newTarget,
    ),
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

process.on('SIGUSR2', () => {
  at++;
});
