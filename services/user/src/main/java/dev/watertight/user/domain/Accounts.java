package dev.watertight.user.domain;

/** Where accounts and their sessions are kept. */
public record Accounts(Users users, Sessions sessions) {}
