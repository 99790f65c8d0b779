/** Whether what is asked for as a model is meant as a route, well-formed or not. */
export const isRoute = (model: string): boolean => model.startsWith("route/");
