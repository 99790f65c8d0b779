/** A request as a server receives it: `Request` itself refuses to set Host, Origin and their like. */
export const received = (request: Request, headers: Headers): Request =>
  new Proxy(request, {
    get: (target, key) => {
      if (key === "headers") return headers;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
