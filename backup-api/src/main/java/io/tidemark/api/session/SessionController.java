package io.tidemark.api.session;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Caller;
import io.tidemark.api.access.Callers;
import io.tidemark.api.access.LogInByProvider;
import io.tidemark.api.access.Open;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.access.Sessions;
import io.tidemark.api.audit.AuditNote;
import io.tidemark.api.password.Passwords;
import io.tidemark.api.problem.ProblemType;
import io.tidemark.api.version.ServerVersion;
import io.tidemark.catalog.audit.AuditSubject;
import io.tidemark.catalog.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/session")
@Tag(name = "session")
class SessionController {
    private final LogIn logIn;
    private final Callers callers;
    private final Sessions sessions;
    private final Users users;
    private final Passwords passwords;
    private final ObjectProvider<LogInByProvider> providers;
    private final ServerVersion version;

    SessionController(
            LogIn logIn,
            Callers callers,
            Sessions sessions,
            Users users,
            Passwords passwords,
            ObjectProvider<LogInByProvider> providers,
            ServerVersion version) {
        this.logIn = logIn;
        this.callers = callers;
        this.sessions = sessions;
        this.users = users;
        this.passwords = passwords;
        this.providers = providers;
        this.version = version;
    }

    @GetMapping
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "getSession", summary = "Say who sends the request")
    SessionView get(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        return view(caller, request);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Open
    @SecurityRequirements
    @Operation(operationId = "logIn", summary = "Log in with name and password; the answer sets a cookie")
    SessionView logIn(@RequestBody @Valid LogInRequest log, HttpServletRequest request, HttpServletResponse response) {
        Optional<AuditNote> note = AuditNote.of(request);
        note.ifPresent(said ->
                logIn.user(log.name()).ifPresent(known -> said.subject(new AuditSubject("user", known.toString()))));
        UUID user = logIn.logIn(log.name(), log.password(), request.getRemoteAddr());
        sessions.begin(request, response, user);
        Caller caller = callers.ofUser(user)
                .orElseThrow(() -> ProblemType.LOG_IN_FAILED.because("The user has just been disabled."));
        note.ifPresent(said -> said.caller(caller));
        return view(caller, request);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "logOut", summary = "Log out; a bearer token is not ended by it")
    void logOut(HttpServletRequest request) {
        sessions.end(request);
    }

    @PutMapping("/password")
    @Requires(value = Permission.WATCH, heedsBounds = true)
    @Operation(operationId = "changePassword", summary = "Change one's own password; all other sessions of oneself end")
    SessionView changePassword(
            @RequestBody @Valid ChangePassword change,
            @AuthenticationPrincipal Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (caller.means() != Caller.Means.PASSWORD) {
            throw ProblemType.NO_PASSWORD.because("Only who has logged in with name and password can change it.");
        }
        if (!logIn.knows(caller.id(), caller.name(), change.oldPassword(), request.getRemoteAddr())) {
            throw ProblemType.LOG_IN_FAILED.because("The old password is another.");
        }
        users.setPassword(caller.id(), passwords.hash(change.newPassword(), caller.name()));
        sessions.endAll(caller.id());
        sessions.begin(request, response, caller.id());
        return view(caller, request);
    }

    @GetMapping("/ways")
    @Open
    @SecurityRequirements
    @Operation(operationId = "listWaysIn", summary = "Say how one can log in; needs no token")
    WaysIn ways(HttpServletRequest request) {
        return new WaysIn(
                users.anyPassword(),
                providers.stream()
                        .flatMap(provider -> provider.links().stream())
                        .map(link -> new WaysIn.Provider(link.name(), link.path()))
                        .toList(),
                sessions.user(request).flatMap(callers::ofUser).isPresent());
    }

    private SessionView view(Caller caller, HttpServletRequest request) {
        HttpSession session = caller.means() == Caller.Means.TOKEN ? null : request.getSession(false);
        Instant end = session == null ? null : sessions.end(session).orElse(null);
        CsrfToken csrf = session == null ? null : sessions.csrfToken(request);
        return SessionView.of(caller, csrf, end, version.text());
    }
}
