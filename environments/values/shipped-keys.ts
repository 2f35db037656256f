/**
 * The public keys that the environment files of this project are shipped with, without type and comment. Using one by mistake gives
 * access to the holder of its private half.
 */
export const SHIPPED_KEYS: readonly string[] = [
  "AAAAC3NzaC1lZDI1NTE5AAAAIAy2tPQm1SI7cLl1QM6wEQcwcRYCGJ2XGwi525FPyZVr",
  "AAAAC3NzaC1lZDI1NTE5AAAAIGLl8NwEW2v+6AaCqmKVoUGcxgo/K16ckRXz9iuWZRWA",
  "AAAAC3NzaC1lZDI1NTE5AAAAID8S5q/IkQB9Sz94owd6apC7FiBtGRJqE6DOKRc0oTTD",
  "AAAAC3NzaC1lZDI1NTE5AAAAIEu+WgF9E0QMsXtWM8L+bOkyR+UN2eYHqPhluVExTPpt",
];
