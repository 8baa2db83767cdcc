import { join } from 'node:path';
import { defineConfig } from 'vite';

/** Served by the host below /tab; every name but index.html's bears a hash of its content. */
export default defineConfig({
  base: '/tab/',
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'tab'),
    emptyOutDir: true,
    target: 'es2022',
    // Its inline script would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Thousands of lines about directives for server components, which we have none of.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
