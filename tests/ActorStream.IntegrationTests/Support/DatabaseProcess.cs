using System.Diagnostics;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A database server's process in a folder of its own; under root it runs as another user where the server asks for
/// that.</summary>
internal sealed class DatabaseProcess(string folder, string? user) : IDisposable
{
    private Process? _process;

    public int Pid => _process?.Id ?? throw new InvalidOperationException("The server is not running.");

    public bool IsRunning => _process is { HasExited: false };

    private string LogFile => Path.Combine(folder, "server.log");

    /// <summary>The words that run a program as the server's user.</summary>
    public IEnumerable<string> AsUser(IEnumerable<string> command) =>
        Machine.IsRoot && user is not null ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", .. command] : command;

    /// <summary>Runs a program to its end as the server's user.</summary>
    public async Task RunAsync(params string[] command)
    {
        string[] words = [.. AsUser(command)];
        await ChildProcess.RunAsync(words[0], words[1..]);
    }

    /// <summary>Starts the server, with its output in server.log.</summary>
    public void Start(params string[] command)
    {
        _process?.Dispose();
        string[] words = [.. AsUser(command)];
        string[] shell = ["-c", "log=$0; exec \"$@\" >> \"$log\" 2>&1 < /dev/null", LogFile, .. words];
        _process = Process.Start(new ProcessStartInfo("bash", shell) { WorkingDirectory = folder })!;
        File.WriteAllText(Path.Combine(folder, "pid"), _process.Id.ToString());
    }

    /// <summary>The end of the log, for error messages.</summary>
    public string Log() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "";

    public async Task EndAsync(Action<int> how)
    {
        if (_process is null) return;
        if (!_process.HasExited) how(_process.Id);
        await _process.WaitForExitAsync();
    }

    public void Dispose() => _process?.Dispose();
}
