// Before any schema is made in the browser: zod would try out `new Function`, which our policy for scripts forbids and
// browsers report. Set by hand, because importing zod here would load it on every page.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
