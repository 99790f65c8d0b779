/**
 * Keeps what the page wrote into the address from being taken back by the router. After a reload and a step back, Next
 * (16.4) loads the page anew and writes the address it had when it began, also when the page has changed it since.
 * Returns what undoes it. To be called when the router listens already; what the router writes bears its mark.
 */
export function keepAddress(): () => void {
  const { history } = window;
  const { pushState, replaceState } = history;
  /** What the page wrote last; null once the router or the person has gone elsewhere. */
  let own: URL | null = null;
  const forget = () => {
    own = null;
  };
  history.pushState = (data, unused, url) => {
    if (isRouters(data)) forget();
    else if (url) own = new URL(url, location.href);
    pushState.call(history, data, unused, url);
  };
  history.replaceState = (data, unused, url) => {
    if (!isRouters(data)) {
      if (url) own = new URL(url, location.href);
    } else if (url && own && isOlder(new URL(url, location.href), own)) {
      const kept = own.href;
      // The router believes what it meant to write until it is told.
      queueMicrotask(() => {
        if (location.href === kept) replaceState.call(history, null, unused, kept);
      });
      return replaceState.call(history, data, unused, kept);
    }
    replaceState.call(history, data, unused, url);
  };
  window.addEventListener("popstate", forget);
  return () => {
    history.pushState = pushState;
    history.replaceState = replaceState;
    window.removeEventListener("popstate", forget);
  };
}

const isRouters = (data: unknown): boolean => typeof data === "object" && data !== null && "__NA" in data;

/** Whether the router writes another state of the page the address of which is there. */
function isOlder(written: URL, own: URL): boolean {
  return own.href === location.href && written.pathname === own.pathname && written.search !== own.search;
}
