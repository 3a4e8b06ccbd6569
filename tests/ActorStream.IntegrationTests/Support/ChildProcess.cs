using System.Diagnostics;

namespace ActorStream.IntegrationTests.Support;

/// <summary>A process under test: its output by lines, signals, and its end. Disposing kills it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private ChildProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public string[] Output
    {
        get { lock (_output) return [.. _output]; }
    }

    /// <summary>Lines of standard error so far.</summary>
    public string[] Errors
    {
        get { lock (_errors) return [.. _errors]; }
    }

    /// <summary>Starts the built command line: <c>ActorStream.Cli.dll</c> with arguments.</summary>
    public static ChildProcess StartCli(params string[] arguments) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll"), .. arguments]);

    /// <summary>Starts a program; <paramref name="input"/>, if given, is all of its standard input.</summary>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string? folder = null, string? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;
        Process process = Process.Start(info) ?? throw new InvalidOperationException($"Program \"{program}\" did not start.");
        var child = new ChildProcess(process);
        process.OutputDataReceived += (_, e) => Add(child._output, e.Data);
        process.ErrorDataReceived += (_, e) => Add(child._errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        return child;
    }

    /// <summary>Runs the built command line to its end and returns its exit code and output.</summary>
    public static Task<ProcessResult> RunCliAsync(params string[] arguments) => RunCliAsync(null, arguments);

    /// <summary>Runs the built command line to its end with text as its standard input.</summary>
    public static async Task<ProcessResult> RunCliAsync(string? input, string[] arguments)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "ActorStream.Cli.dll");
        await using ChildProcess child = Start("dotnet", [dll, .. arguments], input: input);
        return await child.WaitForExitAsync();
    }

    /// <summary>Runs a program to its end; an exit code other than 0 fails the test.</summary>
    public static async Task<string[]> RunAsync(string program, params string[] arguments)
    {
        await using ChildProcess child = Start(program, arguments);
        ProcessResult result = await child.WaitForExitAsync();
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {result}");
    }

    public async Task<ProcessResult> WaitForExitAsync(TimeSpan? within = null)
    {
        TimeSpan limit = within ?? TimeSpan.FromMinutes(2);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process did not end within {limit.TotalSeconds:0} s. {Describe()}");
        }
        return new ProcessResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Awaits a line of standard output or standard error and returns it; fails if the process ends first.</summary>
    public async Task<string> WaitForLineAsync(Predicate<string> wanted, TimeSpan? within = null)
    {
        string? found = null;
        await Deadline.Until("the process prints the line", () =>
        {
            bool ended = _process.HasExited;
            found = Array.Find(Output, wanted) ?? Array.Find(Errors, wanted);
            return found is not null || ended;
        }, within);
        if (found is null)
        {
            await _process.WaitForExitAsync();
            found = Array.Find(Output, wanted) ?? Array.Find(Errors, wanted);
        }
        return found ?? throw new InvalidOperationException($"The process ended without the line. {Describe()}");
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Signals.Interrupt(Pid);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) Signals.Kill(Pid);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: the process stands still but keeps its connections.</summary>
    public void Freeze() => Signals.Freeze(Pid);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signals.Thaw(Pid);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.KillTree(Pid);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private string Describe() => $"Output: {string.Join('\n', Output)}\nErrors: {string.Join('\n', Errors)}";

    private static void Add(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
    }
}

/// <summary>How a process ended and what it printed.</summary>
internal sealed record ProcessResult(int ExitCode, string[] Output, string[] Errors)
{
    public override string ToString() => $"exit code {ExitCode}\n{string.Join('\n', Output)}\n{string.Join('\n', Errors)}";
}
