using System.CommandLine;
using ActorStream.Connectors;
using ActorStream.Connectors.Kafka;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Cli;

/// <summary>The options that say which log a command works on: a folder's embedded one, or Kafka.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _local = CommandOptions.Text("--local", "The folder of an embedded log.", "DIR");
    private readonly Option<string?> _bootstrap = new Option<string?>("--bootstrap")
    {
        Description = "The address of a Kafka broker; of several, with commas between.", HelpName = "HOST:PORT",
    }.Checked(static text => text.Split(',').All(IsBroker), "HOST:PORT");
    private readonly Option<Dictionary<string, string>> _properties =
        CommandOptions.Pairs("--property",
            "A property of the Kafka client, such as security.protocol=SASL_SSL. ${secret:NAME} is replaced.");

    public Command AddTo(Command command)
    {
        RefuseWhenLocal(command, _properties, "it has no client");
        command.Options.Add(_local);
        command.Options.Add(_bootstrap);
        command.Options.Add(_properties);
        command.Validators.Add(result =>
        {
            bool isLocal = result.GetResult(_local) is not null, isKafka = result.GetResult(_bootstrap) is not null;
            if (isLocal == isKafka) result.AddError("Expected either --local DIR or --bootstrap HOST:PORT, the log to work on.");
        });
        return command;
    }

    // HOST, HOST:PORT or [IPv6]:PORT, with a protocol before it or not.
    private static bool IsBroker(string text)
    {
        string address = text.Trim();
        int protocol = address.IndexOf("://", StringComparison.Ordinal);
        if (protocol >= 0) address = address[(protocol + 3)..];
        int colon = address.LastIndexOf(':');
        bool hasPort = colon > address.LastIndexOf(']') && colon >= 0;
        string host = hasPort ? address[..colon] : address;
        return host.Length > 0 && !host.Any(static c => char.IsWhiteSpace(c) || c == '/')
            && (host[0] == '[' ? host[^1] == ']' : !host.Contains(':', StringComparison.Ordinal))
            && (!hasPort || (ushort.TryParse(address[(colon + 1)..], out ushort port) && port > 0));
    }

    /// <summary>Refuses an option that says something to Kafka only.</summary>
    public void RefuseWhenLocal(Command command, Option option, string reason) => command.Validators.Add(result =>
    {
        if (result.GetResult(_local) is not null && result.GetResult(option) is { Implicit: false })
        {
            result.AddError($"Expected no {option.Name} with --local: {reason}.");
        }
    });

    /// <summary>Opens the log.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="terminal">Learns to hide the secrets of the client's properties.</param>
    /// <param name="isMade">Whether a folder that holds no log becomes one.</param>
    public ILog Open(ParseResult result, Terminal terminal, bool isMade = false)
    {
        if (result.GetValue(_local) is { } folder)
        {
            return isMade || EmbeddedLog.IsIn(folder) ? new EmbeddedLog(folder, terminal.TimeProvider) : throw new ActorStreamException(
                $"Folder \"{folder}\" holds no embedded log.", ErrorDomain.User,
                hint: $"actorstream topic create TOPIC --local {folder} makes one.");
        }
        var secrets = new SecretResolver();
        terminal.HideSecrets = secrets.Hide;
        var properties = new Dictionary<string, string>(secrets.ExpandAll(result.GetValue(_properties)!))
        {
            ["bootstrap.servers"] = result.GetValue(_bootstrap)!,
        };
        return new KafkaLog(properties, terminal.TimeProvider);
    }
}
