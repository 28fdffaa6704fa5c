package io.tidemark.api.limit;

import io.tidemark.api.problem.BodyTooLargeException;
import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies of more than one megabyte, announced or not: the largest sensible request, a policy for ten thousand
/// machines, has less than half of that. It runs after the token was checked.
@Component
class BodyLimit extends OncePerRequestFilter {
    static final int MAXIMUM_BYTES = 1 << 20;
    private static final String REFUSAL = "A body may have at most " + MAXIMUM_BYTES + " bytes.";

    private final ProblemWriter problems;

    BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MAXIMUM_BYTES) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            problems.write(ProblemType.BODY_TOO_LARGE, REFUSAL, request, response);
            return;
        }
        chain.doFilter(new LimitedRequest(request), response);
    }

    private static final class LimitedRequest extends HttpServletRequestWrapper {
        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedInput(super.getInputStream());
        }
    }

    private static final class LimitedInput extends ServletInputStream {
        private final ServletInputStream input;
        private long read;

        LimitedInput(ServletInputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            int next = input.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = input.read(bytes, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) throws BodyTooLargeException {
            read += bytes;
            if (read > MAXIMUM_BYTES) {
                throw new BodyTooLargeException(REFUSAL);
            }
        }

        @Override
        public boolean isFinished() {
            return input.isFinished();
        }

        @Override
        public boolean isReady() {
            return input.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            input.setReadListener(listener);
        }
    }
}
