using System.Runtime.InteropServices;
using ActorStream.Cli;

// The first Ctrl-C or termination asks the command to end in order; the second one ends the process.
using var stop = new CancellationTokenSource();
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16) { AutoFlush = !Console.IsOutputRedirected };
var terminal = new Terminal(Console.In, output, new MessageWriter(Console.Error))
{
    IsInteractive = !Console.IsErrorRedirected,
    InputBytes = Console.OpenStandardInput(),
};
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
