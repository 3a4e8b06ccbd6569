using System.Reflection;
using System.Runtime.InteropServices;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>Finds the native client library, which is the system's (Debian's <c>librdkafka1</c>) or lies beside the program.</summary>
internal static class KafkaLibrary
{
    /// <summary>The name under which the functions are imported.</summary>
    public const string Name = "rdkafka";

    private static readonly string[] Candidates = OperatingSystem.IsWindows() ? ["librdkafka.dll", "rdkafka.dll"]
        : OperatingSystem.IsMacOS() ? ["librdkafka.1.dylib", "librdkafka.dylib", "/opt/homebrew/lib/librdkafka.dylib"]
        : ["librdkafka.so", "librdkafka.so.1"];

    private static readonly Lazy<string> LoadedVersion = new(Load);

    /// <summary>The version of the library, such as 2.0.2.</summary>
    /// <exception cref="ConnectorException">It is not there.</exception>
    public static string Version => LoadedVersion.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(KafkaLibrary).Assembly, Resolve);
        try
        {
            return Librdkafka.Text(Librdkafka.rd_kafka_version_str());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new ConnectorException(
                "kafka", null, $"The Kafka client library librdkafka was not found (looked for {string.Join(", ", Candidates)}).",
                hint: "Install it, on Debian and Ubuntu with: apt-get install librdkafka1. Or run with --local, which needs no Kafka.",
                innerException: e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name) return 0;
        foreach (string candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out nint library)) return library;
        }
        return 0;
    }
}
