export function request() {}
