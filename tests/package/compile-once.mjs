/** The validator compiles its schema at each call, which takes a thousand times longer than the check. */
import { createRequire } from 'node:module';

/** Of @microsoft/app-manifest: no package of ours. */
const VALIDATOR = 'ajv-draft-04';

export function compileOnce() {
  const require = createRequire(import.meta.resolve('@microsoft/app-manifest'));
  const { prototype } = require(VALIDATOR).default;
  const compile = prototype.compile;
  const compiled = new WeakMap();
  prototype.compile = function compileSchema(schema) {
    if (!compiled.has(schema)) compiled.set(schema, compile.call(this, schema));
    return compiled.get(schema);
  };
}
