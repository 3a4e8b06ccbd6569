namespace ActorStream.Cli;

/// <summary>Where a command reads and writes: the process's streams, or a test's.</summary>
internal sealed class Terminal(TextReader input, TextWriter output, TextWriter error)
{
    public TextReader In { get; } = input;

    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>True if progress may be drawn over itself on standard error.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True if standard input is a terminal, too: a shell may prompt there.</summary>
    public bool HasPrompt { get; init; }

    /// <summary>Asked at Ctrl-C whether it ends something smaller than the command: then the command goes on.</summary>
    public Func<bool>? OnInterrupt { get; set; }

    /// <summary>True with --verbose: errors come with their stack trace.</summary>
    public bool IsVerbose { get; set; }

    /// <summary>True if both outputs go to one place, where what is told on both would stand twice.</summary>
    public bool SharesOutput { get; init; }

    /// <summary>Standard input as bytes, for what must arrive unchanged; null where there is only text.</summary>
    public Stream? InputBytes { get; init; }

    /// <summary>Hides secrets that were put for references from errors and log messages.</summary>
    public Func<string, string> HideSecrets { get; set; } = static text => text;

    /// <summary>The SQL text that is being run, so that an error can show its line.</summary>
    public string? Script { get; set; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
