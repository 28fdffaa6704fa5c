package io.tidemark.api.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers with a problem where Tomcat would write a page of its own: it refused a request before any filter saw it.
/// Made by Tomcat, from the class's name.
public class ProblemReportValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemType type = ProblemType.of(status);
        // The path is left out: it may be what was malformed.
        String body = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s.\",\"instance\":\"\"}"
                .formatted(type.uri(), type.title(), status, type.title());
        try {
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            if (response.getReporter() != null) {
                response.getReporter().write(body);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("The client left before it was told why its request was refused", gone);
        }
    }
}
