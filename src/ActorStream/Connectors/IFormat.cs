using ActorStream.Types;

namespace ActorStream.Connectors;

/// <summary>A format: makes decoders and encoders from a table's options. Options come with the format's own prefix removed:
/// <c>ignore-parse-errors</c> for <c>json.ignore-parse-errors</c> or <c>value.json.ignore-parse-errors</c>.</summary>
public interface IFormat
{
    /// <summary>What the <c>format</c> option says, such as <c>json</c>.</summary>
    string Identifier { get; }

    /// <summary>What kinds of rows its decoder gives.</summary>
    ChangelogMode ChangelogMode { get; }

    /// <summary>Checks the options and makes a decoder.</summary>
    /// <param name="physical">The payload's columns in order, read or not (csv needs them all).</param>
    /// <param name="produced">The columns to produce, by name a subset of <paramref name="physical"/>, in the order wanted.</param>
    /// <param name="options">The format's options, to be taken.</param>
    /// <param name="environment">The world around the job.</param>
    IDecoder CreateDecoder(
        IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options, ConnectorEnvironment environment);

    /// <summary>Checks the options and makes an encoder of rows of these columns.</summary>
    IEncoder CreateEncoder(IReadOnlyList<Field> columns, TableOptions options, ConnectorEnvironment environment);
}

/// <summary>Bytes to rows. Used by one thread at a time.</summary>
public interface IDecoder
{
    /// <summary>Decodes payloads. The columns of the answer may point into <paramref name="payloads"/>' buffer.</summary>
    /// <param name="payloads">One payload a row; NULL is a tombstone.</param>
    /// <param name="errors">Told of each payload that does not decode; where it returns, that payload gives no row.</param>
    DecodedRows Decode(BytesColumn payloads, IDecodeErrors errors);
}

/// <summary>What came out of payloads.</summary>
/// <param name="Columns">The produced columns.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="PayloadRows">For each row the payload that it came from; null where row i came from payload i.</param>
/// <param name="Kinds">Row kinds, or null when every row is an insert.</param>
public sealed record DecodedRows(Column[] Columns, int Count, int[]? PayloadRows = null, RowKind[]? Kinds = null);

/// <summary>Is told of payloads that do not decode: throws, which fails the job, or keeps them as dead letters and returns.</summary>
public interface IDecodeErrors
{
    /// <summary>A payload did not decode.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="column">The column, or null where the whole payload is at fault.</param>
    void OnError(int row, string reason, string? column);
}

/// <summary>Rows to bytes. Used by one thread at a time.</summary>
public interface IEncoder
{
    /// <summary>Appends one payload a row.</summary>
    void Encode(Batch batch, BytesColumnBuilder output);
}
