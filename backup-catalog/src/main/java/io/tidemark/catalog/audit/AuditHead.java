package io.tidemark.catalog.audit;

/// The newest entry of the trail. Kept elsewhere, it tells later whether what was there then is there
/// still.
///
/// @param number 0 for a trail without entries
/// @param hash   of that entry, in lower-case hexadecimal
public record AuditHead(long number, String hash) {}
