package io.tidemark.api.user;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tidemark.api.access.Permission;
import io.tidemark.api.access.Requires;
import io.tidemark.api.access.Sessions;
import io.tidemark.api.page.Page;
import io.tidemark.api.page.PageQuery;
import io.tidemark.api.page.SortedBy;
import io.tidemark.api.password.Passwords;
import io.tidemark.api.precondition.EntityTag;
import io.tidemark.catalog.user.Users;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A user is made without an idempotency key: nothing that follows from a password alone is kept beside its slow hash.
/// A
/// repetition makes no second user: names are unique, it is told `user-exists`.
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "users")
class UserController {
    private final Users users;
    private final Passwords passwords;
    private final Sessions sessions;

    UserController(Users users, Passwords passwords, Sessions sessions) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "createUser", summary = "Make a user who logs in with a password")
    ResponseEntity<UserView> create(@RequestBody @Valid CreateUser request) {
        UUID id = users.create(
                request.name(),
                request.role().word(),
                request.bounded(),
                passwords.hash(request.password(), request.name()));
        return answer(ResponseEntity.created(URI.create("/api/v1/users/" + id)), id);
    }

    @GetMapping
    @Requires(Permission.ADMINISTER)
    @SortedBy({"name", "createdAt", "lastLogInAt"})
    @Operation(operationId = "listUsers", summary = "List users")
    Page<UserView> list(@ParameterObject @Valid UserQuery query, @ParameterObject @Valid PageQuery page) {
        return Page.of(users.page(query.filter(), page.request()), UserView::of);
    }

    @GetMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "getUser", summary = "Show a user; its ETag goes into If-Match of a change")
    ResponseEntity<UserView> get(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), id);
    }

    @PutMapping("/{id}")
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "changeUser", summary = "Say what a user may do; it counts from its next request on")
    ResponseEntity<UserView> change(
            @PathVariable UUID id, @RequestHeader("If-Match") String ifMatch, @RequestBody @Valid ChangeUser request) {
        users.change(
                id, request.role().word(), request.bounded(), request.enabled(), EntityTag.expected(ifMatch, "user"));
        if (!request.enabled()) {
            sessions.endAll(id);
        }
        return answer(ResponseEntity.ok(), id);
    }

    @PutMapping("/{id}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "setUserPassword", summary = "Give a user another password and end its sessions")
    void setPassword(@PathVariable UUID id, @RequestBody @Valid SetPassword request) {
        users.setPassword(id, passwords.hash(request.password(), users.get(id).name()));
        sessions.endAll(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(Permission.ADMINISTER)
    @Operation(operationId = "deleteUser", summary = "Remove a user, its sessions and the tokens it made")
    void delete(@PathVariable UUID id) {
        users.remove(id);
        sessions.endAll(id);
    }

    private ResponseEntity<UserView> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        io.tidemark.catalog.user.UserView user = users.get(id);
        return answer.eTag(EntityTag.of(user.version())).body(UserView.of(user));
    }
}
