/* oxlint-disable no-underscore-dangle -- the name that Node gives it */
// Preloaded into a process (`node --import`): writes each file that is loaded as a module, ESM or CommonJS, into the file LIST_MODULES.
import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';
import process from 'node:process';

const list = process.env['LIST_MODULES'];
const hook = `
  import { appendFileSync } from 'node:fs';
  export function load(url, context, next) {
    appendFileSync(${JSON.stringify(list)}, url + '\\n');
    return next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const loadScript = Module._extensions['.js'];
Module._extensions['.js'] = (module, file) => {
  appendFileSync(list, `${file}\n`);
  loadScript(module, file);
};
