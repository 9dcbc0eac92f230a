/** Return what a reader can do when a script of ours did not come: a book that was published anew names it otherwise. */
export async function remedy() {
  const page = await fetch(location.pathname, { cache: "no-cache" }).then((answer) => answer.text()).catch(() => "");
  const own = new URL(import.meta.url).pathname.split("/").pop();
  if (page.includes("assets/live/book-") && !page.includes(own)) return "그사이 책이 새로 나왔습니다. 이 페이지를 새로고침하세요.";
  return "인터넷 연결을 확인하고 다시 눌러 보세요.";
}

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
