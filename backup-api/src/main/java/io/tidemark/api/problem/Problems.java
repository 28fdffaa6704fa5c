package io.tidemark.api.problem;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.Conflict;
import io.tidemark.catalog.InvalidRequest;
import io.tidemark.catalog.NameTaken;
import io.tidemark.catalog.NotFound;
import io.tidemark.catalog.run.RunAlreadyActive;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns every exception of a controller into a problem. Only what the server is to blame for is logged.
@RestControllerAdvice
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Problem> answer(Exception failure, HttpServletRequest request) {
        if (failure instanceof AsyncRequestNotUsableException || failure instanceof AsyncRequestTimeoutException) {
            return null;
        }
        Problem problem = problem(failure, request.getRequestURI());
        HttpHeaders headers = new HttpHeaders();
        if (failure instanceof ErrorResponse response) {
            headers.putAll(response.getHeaders());
        }
        if (failure instanceof ProblemException refusal && refusal.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(problem.status()).headers(headers).body(problem);
    }

    private static Problem problem(Exception failure, String instance) {
        return switch (failure) {
            case ProblemException refusal -> Problem.of(refusal.type(), refusal.detail(), instance);
            case FieldsException fields -> Problem.of(fields.errors(), instance);
            case RunAlreadyActive taken ->
                Problem.of(type(taken), detail(taken), instance, taken.run().id());
            case CatalogException refusal -> Problem.of(type(refusal), detail(refusal), instance);
            case BindException invalid -> Problem.of(InvalidValues.of(invalid), instance);
            case HandlerMethodValidationException invalid -> Problem.of(InvalidValues.of(invalid), instance);
            case MethodArgumentTypeMismatchException mismatch ->
                Problem.of(List.of(InvalidValues.of(mismatch)), instance);
            case MissingServletRequestParameterException missing -> missing(missing.getParameterName(), instance);
            case MissingRequestHeaderException missing
            when missing.getHeaderName().equals(HttpHeaders.IF_MATCH) ->
                Problem.of(
                        ProblemType.PRECONDITION_REQUIRED,
                        "Send the ETag of the version that you read as If-Match.",
                        instance);
            case MissingRequestHeaderException missing -> missing(missing.getHeaderName(), instance);
            case HttpMessageNotReadableException unreadable -> UnreadableBody.problem(unreadable, instance);
            case NoResourceFoundException nothing ->
                Problem.of(ProblemType.NOT_FOUND, "The server has nothing at this path.", instance);
            case InvalidParameterException undecodable ->
                Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The query cannot be read: it is not UTF-8 in percent-encoding, or has too many parameters.",
                        instance);
            case RequestRejectedException rejected ->
                Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The names of parameters and headers and their values may not have control characters.",
                        instance);
            case DataIntegrityViolationException clash -> clash(clash, instance);
            case CannotCreateTransactionException lost -> unavailable(lost, instance);
            case DataAccessResourceFailureException lost -> unavailable(lost, instance);
            case TransientDataAccessException lost -> unavailable(lost, instance);
            case ErrorResponse response
            when response.getStatusCode().is4xxClientError() ->
                Problem.of(
                        ProblemType.of(response.getStatusCode().value()),
                        String.valueOf(response.getBody().getDetail()),
                        instance);
            default -> internal(failure, instance);
        };
    }

    private static ProblemType type(CatalogException refusal) {
        return ProblemType.of(refusal.code()).orElseGet(() -> switch (refusal) {
            case NotFound missing -> ProblemType.NOT_FOUND;
            case NameTaken taken -> ProblemType.CONFLICT;
            case Conflict conflict -> ProblemType.CONFLICT;
            case InvalidRequest invalid -> ProblemType.UNPROCESSABLE;
            default -> ProblemType.UNPROCESSABLE;
        });
    }

    private static String detail(CatalogException refusal) {
        return String.valueOf(refusal.getMessage());
    }

    private static Problem missing(String name, String instance) {
        return Problem.of(List.of(new Problem.FieldProblem(name, "must be given")), instance);
    }

    private static Problem clash(DataIntegrityViolationException clash, String instance) {
        LOG.info(
                "Two requests clashed at {}: {}",
                instance,
                clash.getMostSpecificCause().getMessage());
        return Problem.of(
                ProblemType.CONFLICT,
                "Another request changed the same at the same moment. Look at what is there now, and try again.",
                instance);
    }

    private static Problem unavailable(Exception lost, String instance) {
        LOG.warn("The catalog did not answer {}", instance, lost);
        return Problem.of(
                ProblemType.CATALOG_UNAVAILABLE,
                "The database behind the catalog does not answer. Try again; nothing was changed by this request.",
                instance);
    }

    private static Problem internal(Exception failure, String instance) {
        UUID id = UUID.randomUUID();
        LOG.error("Request {} to {} failed", id, instance, failure);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "The server failed on this request; its log has the cause under " + id + ".",
                instance);
    }
}
