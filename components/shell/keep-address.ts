/**
 * Keeps what the page wrote into the address from being taken back by the router. After a reload and a step back, Next
 * (16.4) loads the page anew and writes the address it had when it began, also when the page has changed it since.
 * Returns what undoes it. To be called when the router listens already; what the router writes bears its mark.
 */
export function keepAddress(): () => void {
  const { history } = window;
  const { pushState, replaceState } = history;
  let own: URL | null = null;
  const ofPage = (data: unknown, url?: string | URL | null): boolean => {
    const isRouters = typeof data === "object" && data !== null && "__NA" in data;
    if (!isRouters && url) own = new URL(url, location.href);
    return !isRouters;
  };
  const forget = () => {
    own = null;
  };
  history.pushState = (data, unused, url) => {
    if (!ofPage(data, url)) forget();
    pushState.call(history, data, unused, url);
  };
  history.replaceState = (data, unused, url) => {
    if (ofPage(data, url) || !own || !url || !isOlder(new URL(url, location.href), own)) {
      replaceState.call(history, data, unused, url);
      return;
    }
    const kept = own.href;
    replaceState.call(history, data, unused, kept);
    // The router believes what it meant to write until it is told.
    queueMicrotask(() => {
      if (location.href === kept) replaceState.call(history, null, unused, kept);
    });
  };
  window.addEventListener("popstate", forget);
  return () => {
    history.pushState = pushState;
    history.replaceState = replaceState;
    window.removeEventListener("popstate", forget);
  };
}

/** Whether the router writes another state of the page the address of which is there. */
function isOlder(written: URL, own: URL): boolean {
  return own.href === location.href && written.pathname === own.pathname && written.search !== own.search;
}
