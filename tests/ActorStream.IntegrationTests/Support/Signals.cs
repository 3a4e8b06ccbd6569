using System.Runtime.InteropServices;

namespace ActorStream.IntegrationTests.Support;

/// <summary>POSIX signals for processes that the tests started.</summary>
internal static partial class Signals
{
    private const int SigInt = 2, SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    public static void Interrupt(int pid) => Send(pid, SigInt);

    public static void Kill(int pid) => Send(pid, SigKill);

    public static void Terminate(int pid) => Send(pid, SigTerm);

    public static void Freeze(int pid) => Send(pid, SigStop);

    public static void Thaw(int pid) => Send(pid, SigCont);

    /// <summary>Kills a process and the processes that it started, which would otherwise live on for a while.</summary>
    public static void KillTree(int pid)
    {
        int[] children = ChildrenOf(pid);
        Kill(pid);
        foreach (int child in children) Kill(child);
    }

    public static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadLines($"/proc/{pid}/status").Any(static l => l.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int[] ChildrenOf(int pid)
    {
        try
        {
            string children = File.ReadAllText($"/proc/{pid}/task/{pid}/children");
            return [.. children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static void Send(int pid, int signal)
    {
        if (pid > 1) _ = SendSignal(pid, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
