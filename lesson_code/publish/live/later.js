/**
 * Return what fetches a script of ours when it is asked for, once. Firefox never asks twice for a module that it did not
 * get: another try needs another address.
 */
export function later(name) {
  let tries = 0;
  let module;
  return () => {
    module ??= import(new URL(tries ? `${name}?${tries}` : name, import.meta.url)).catch((error) => {
      module = undefined;
      tries += 1;
      throw error;
    });
    return module;
  };
}
