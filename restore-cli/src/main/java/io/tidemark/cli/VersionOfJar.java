package io.tidemark.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the jar's manifest.
final class VersionOfJar implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionOfJar.class.getPackage().getImplementationVersion();
        return new String[] {
            "tidemark " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
        };
    }
}
