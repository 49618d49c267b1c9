// What k6 has beside the language itself and its types do not declare; the browser's types would promise far too much.

declare const console: { error(message: string): void; log(message: string): void };
declare const crypto: { randomUUID(): string };
