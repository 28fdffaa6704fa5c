-- Whoever logs in uses keys as a token does. No foreign key can name both; keys are deleted with their token or user.
alter table idempotency_keys drop constraint idempotency_keys_token_id_fkey;
alter table idempotency_keys rename column token_id to caller_id;
