using System.Net;
using System.Net.Sockets;

namespace ActorStream.IntegrationTests.Support;

/// <summary>What this machine has for the tests: folders, programs, free ports.</summary>
internal static class Machine
{
    private static readonly string[] ProgramFolders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin", "/usr/bin"];

    private static int _nextPort = 20_000 + (Environment.ProcessId % 200 * 40);

    /// <summary>The folder that holds ActorStream.sln.</summary>
    public static string Checkout { get; } = FindCheckout();

    public static bool IsRoot { get; } = Environment.UserName == "root";

    /// <summary>A new folder under the run's temporary one, open to the users that servers run as.</summary>
    public static string NewFolder(string name)
    {
        string root = Environment.GetEnvironmentVariable("ACTORSTREAM_TEST_TEMP") ?? Path.GetTempPath();
        string folder = Path.Combine(root, $"actorstream-{name}-{Guid.NewGuid().ToString("N")[..8]}");
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return folder;
    }

    /// <summary>The path of a program, or null if the machine lacks it.</summary>
    public static string? FindProgram(params string[] names) =>
        names.SelectMany(static name => ProgramFolders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The first of several adjacent ports on loopback that nobody listens on.</summary>
    public static int FreePort(int adjacent = 1)
    {
        while (true)
        {
            int first = Interlocked.Add(ref _nextPort, adjacent) - adjacent;
            if (Enumerable.Range(first, adjacent).All(IsFree)) return first;
        }
    }

    /// <summary>True once something accepts connections on a port of loopback.</summary>
    public static async Task<bool> IsListeningAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string FindCheckout()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ActorStream.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds ActorStream.sln.");
    }
}
