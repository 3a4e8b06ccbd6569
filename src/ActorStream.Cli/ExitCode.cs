namespace ActorStream.Cli;

/// <summary>What the process says with its exit code.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A mistake in what the user gave: a script, an option's value, a name; or a system that did not answer.</summary>
    public const int UserError = 1;

    /// <summary>The command line itself does not parse.</summary>
    public const int Usage = 2;

    /// <summary>A job ran and failed.</summary>
    public const int JobFailed = 3;

    /// <summary>Ended by Ctrl-C, as shells expect it.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads standard output any more, as shells know it from SIGPIPE.</summary>
    public const int OutputClosed = 141;
}
