package io.tidemark.cli.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.terminal.CommandFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskArgumentTest {
    @ParameterizedTest
    @CsvSource({
        "/images/web1.qcow2, web1, /images/web1.qcow2",
        "web1.raw, web1, web1.raw",
        "/images/web1.2027.qcow2, web1.2027, /images/web1.2027.qcow2",
        "/images/web1, web1, /images/web1",
        "/images/.hidden, .hidden, /images/.hidden",
        "/images/a=b.qcow2, a=b, /images/a=b.qcow2",
        "system=/images/web1.qcow2, system, /images/web1.qcow2",
        "system=/images/a=b.qcow2, system, /images/a=b.qcow2",
    })
    void aDiskIsCalledAsTypedOrElseAsItsFile(String word, String name, String image) throws Exception {
        assertThat(DiskArgument.of(word)).isEqualTo(new DiskArgument(name, image));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "", "/images/", "/images/ .qcow2", "=/images/web1.qcow2", " =/images/web1.qcow2", "system="
            })
    void whatNamesNoDiskIsRefused(String word) {
        assertThatThrownBy(() -> DiskArgument.of(word)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void disksOfOneMachineHaveDifferentNames() throws Exception {
        List<DiskArgument> disks = List.of(DiskArgument.of("/a/x.qcow2"), DiskArgument.of("/b/x.raw"));

        assertThatThrownBy(() -> DiskArgument.requireDifferentNames(disks, "NAME=IMAGE"))
                .hasMessage("Two disks are named \"x\": give each a name of its own with NAME=IMAGE");
    }
}
