package io.tidemark.qcow2.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Root of the failures this library names itself.
///
/// The code is stable and lower case with dashes; the same text serves problem types, logs and user
/// interfaces.
public abstract sealed class Qcow2Exception extends IOException
        permits BitmapException,
                ImageBusyException,
                ImageChangedException,
                ImageMissingException,
                ImageNotAllowedException,
                NoSpaceException,
                Qcow2FormatException,
                UnsupportedImageException {
    private final String code;

    Qcow2Exception(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The stable code of this failure, for example `image-busy`.
    public String code() {
        return code;
    }
}
