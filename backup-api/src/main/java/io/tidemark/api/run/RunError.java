package io.tidemark.api.run;

/// Why a run failed.
///
/// @param code  stable, for programs: the failure codes of the command line and of problem types
/// @param message  for people: what, where, expected and found, what to do
public record RunError(String code, String message) {
    public static RunError of(io.tidemark.catalog.run.RunView.Problem problem) {
        return new RunError(problem.code(), problem.message());
    }
}
