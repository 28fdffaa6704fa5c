package io.tidemark.api.notification;

import io.tidemark.catalog.notification.ChannelKind;
import io.tidemark.catalog.notification.ChannelView;
import io.tidemark.catalog.notification.Outgoing;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/// Sends deliveries as plain text through the SMTP server of `spring.mail`. Subjects and addresses have no
/// line breaks, whatever a machine is called: no header can be smuggled in.
@Component
class Mail implements Sender {
    private static final int LONGEST_SUBJECT = 200;

    private final ObjectProvider<JavaMailSender> smtp;
    private final NotificationProperties properties;
    private final Clock clock;

    Mail(ObjectProvider<JavaMailSender> smtp, NotificationProperties properties, Clock clock) {
        this.smtp = smtp;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public void send(ChannelView channel, Outgoing delivery) throws IOException {
        JavaMailSender server = smtp.getIfAvailable();
        if (server == null) {
            throw new IOException("No SMTP server is configured: set spring.mail.host.");
        }
        try {
            MimeMessage message = server.createMimeMessage();
            message.setFrom(new InternetAddress(properties.mailFrom(), true));
            for (String recipient : channel.recipients()) {
                message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
            }
            message.setSubject(oneLine(delivery.subject()), StandardCharsets.UTF_8.name());
            message.setText(delivery.body(), StandardCharsets.UTF_8.name());
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("Tidemark-Delivery", delivery.id().toString());
            message.setSentDate(Date.from(clock.instant()));
            server.send(message);
        } catch (MessagingException | MailException failure) {
            throw new IOException("The SMTP server did not take the message: " + deepest(failure) + ".", failure);
        }
    }

    static String oneLine(String subject) {
        String line = subject.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    /// What the server or the network said: Spring and the mail library wrap it in words of their own.
    private static @Nullable String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : oneLine(cause.getMessage()).strip();
    }
}
