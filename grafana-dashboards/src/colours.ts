// A thing has one colour wherever it appears: good is green, refused for a reason is yellow, broken is red, a service is its own.

export const colourOf: ReadonlyArray<readonly [pattern: string, colour: string]> = [
  ["/^(confirmed|approved|ok|reserved|committed|2xx|up|done|stored|kept|sent)$/", "green"],
  ["/^(3xx|placed|asked|registered|released)$/", "blue"],
  ["/^(rejected.*|declined|refused|out of stock|4xx|pending|tickets)$/", "yellow"],
  ["/^(unknown|5xx|failed.*|dropped.*|waiting for .*|timed out.*|pages)$/", "red"],
  ["/^user$/", "purple"],
  ["/^product$/", "orange"],
  ["/^order$/", "dark-blue"],
  ["/^payment$/", "super-light-green"],
  ["/^p50$/", "super-light-blue"],
  ["/^p95$/", "blue"],
  ["/^p99$/", "dark-blue"],
];
