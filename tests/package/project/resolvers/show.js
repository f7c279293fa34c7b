export function request() { return {}; }
export function response(it) { return it.result; }
