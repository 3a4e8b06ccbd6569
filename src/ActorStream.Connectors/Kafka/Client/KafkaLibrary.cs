using System.Reflection;
using System.Runtime.InteropServices;

namespace ActorStream.Connectors.Kafka.Client;

/// <summary>Loads the native client library that the package <c>librdkafka.redist</c> brings. It is named here, because the package has
/// several for one platform: on Linux with glibc the one that the runtime would choose needs libsasl2, which few machines have and which
/// serves only Kerberos; the one that was built for CentOS 8 needs nothing but libc.</summary>
internal static class KafkaLibrary
{
    /// <summary>The name under which the functions are imported.</summary>
    public const string Name = "rdkafka";

    private static readonly Lazy<string> LoadedVersion = new(Load);

    /// <summary>The version of the library, such as 2.16.0.</summary>
    /// <exception cref="ConnectorException">It is not there.</exception>
    public static string Version => LoadedVersion.Value;

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string FileName =>
        OperatingSystem.IsWindows() ? "librdkafka.dll"
        : OperatingSystem.IsMacOS() ? "librdkafka.dylib"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || RuntimeInformation.RuntimeIdentifier.Contains("alpine", StringComparison.Ordinal) ? "alpine-librdkafka.so"
        : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "centos8-librdkafka.so"
        : "librdkafka.so";

    /// <summary>Where the file may lie: as a build leaves it, or as a publish for one platform does, or in a folder of the host.</summary>
    private static IEnumerable<string> Folders
    {
        get
        {
            yield return Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native");
            yield return AppContext.BaseDirectory;
            if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is not string list) yield break;
            foreach (string folder in list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)) yield return folder;
        }
    }

    private static string Load()
    {
        // Functions without a transition of the collector's mode are bound when their callers are compiled, so this comes first.
        NativeLibrary.SetDllImportResolver(typeof(KafkaLibrary).Assembly, Resolve);
        try
        {
            return Librdkafka.Text(Librdkafka.rd_kafka_version_str());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new ConnectorException(
                "kafka", null, $"The Kafka client library {FileName} for {Platform} was not loaded: {e.Message}",
                hint: $"It belongs into the program's folder \"{AppContext.BaseDirectory}\" and comes with the build. "
                    + "Or run with --local, which needs no Kafka.",
                innerException: e);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name) return 0;
        string? file = Folders.Select(f => Path.Combine(f, FileName)).FirstOrDefault(File.Exists);
        return file is null ? throw new DllNotFoundException("there is no such file.") : NativeLibrary.Load(file);
    }
}
