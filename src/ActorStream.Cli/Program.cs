using System.Runtime.InteropServices;
using ActorStream.Cli;

// The first Ctrl-C or termination asks the command to end in order; the second one ends the process.
using var stop = new CancellationTokenSource();
Terminal? shell = null;
void OnSignal(PosixSignalContext context)
{
    if (context.Signal == PosixSignal.SIGINT && shell?.OnInterrupt?.Invoke() == true)
    {
        context.Cancel = true;
        return;
    }
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

using var output = new StreamWriter(
    (Stream?)PipeOutput.OfProcess() ?? Console.OpenStandardOutput(), bufferSize: 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
// Data goes to files and pipes as it is, and to a terminal as text.
TextWriter shown = Console.IsOutputRedirected ? output : new PlainWriter(output);
var terminal = new Terminal(Console.In, shown, new MessageWriter(Console.Error))
{
    IsInteractive = !Console.IsErrorRedirected,
    HasPrompt = !Console.IsErrorRedirected && !Console.IsInputRedirected,
    SharesOutput = SharesOutput(),
    InputBytes = Console.OpenStandardInput(),
};
shell = terminal;
int exitCode = await CommandLine.InvokeAsync(args, terminal, stop.Token);
try
{
    await output.FlushAsync();
}
catch (IOException)
{
    // The reader of a pipe, such as head, may have left already.
    Environment.Exit(exitCode);
}
return exitCode;

// Two terminals, or one file or pipe, which Linux names.
static bool SharesOutput()
{
    if (!Console.IsOutputRedirected && !Console.IsErrorRedirected) return true;
    try
    {
        return Console.IsOutputRedirected && Console.IsErrorRedirected && new FileInfo("/proc/self/fd/1").LinkTarget is { } output
            && output == new FileInfo("/proc/self/fd/2").LinkTarget && output != "/dev/null";
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        return false;
    }
}
