using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Leastwise.Remote.Athena;

namespace Leastwise.Cli;

/// <summary>The options that say which table of Athena is asked, where results go, and what it may cost.</summary>
internal sealed class AthenaCliOptions
{
    private static readonly (string Ending, long Factor)[] Units = [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("", 1)];

    private readonly Option<string?> location = new("--location")
    {
        Description = "Where a trail writes, s3://BUCKET/PREFIX/AWSLogs/[o-ID/]; a table over it is made where there is none",
        HelpName = "URI",
    };

    private readonly Option<string?> organization = new("--org-id") { Description = "The organization whose trail it is, where --location does not name it", HelpName = "O-ID" };

    private readonly Option<string?> table = new("--table") { Description = "A table of CloudTrail records that is there, however it is partitioned", HelpName = "[DATABASE.]TABLE" };

    private readonly Option<string?> database = new("--database")
    {
        Description = $"The database; without it, '{OwnDatabase}' for a table that is made, 'default' for one that is there",
        HelpName = "NAME",
    };

    private readonly Option<string?> catalog = new("--catalog") { Description = "The data catalogue; without it, AwsDataCatalog", HelpName = "NAME" };

    private readonly Option<string?> workgroup = new("--workgroup") { Description = "The workgroup; without it, 'primary'", HelpName = "NAME" };

    private readonly Option<string?> output = new("--output") { Description = "Where results are put; without it, where the workgroup puts them", HelpName = "URI" };

    private readonly Option<string?> encryption = new("--encryption") { Description = "How results are encrypted, SSE_S3 or SSE_KMS; without it, as workgroup or bucket do it", HelpName = "HOW" };

    private readonly Option<string?> key = new("--kms-key") { Description = "The KMS key of SSE_KMS", HelpName = "ARN" };

    private readonly Option<string?> most = new("--max-bytes") { Description = "Stop the query when it has scanned more, such as 500GB; what it scanned is billed all the same", HelpName = "SIZE" };

    private readonly Option<decimal?> price = new("--price-per-tb") { Description = "What a terabyte scanned costs in your region, in dollars; without it, 5", HelpName = "DOLLARS" };

    private readonly Option<bool> again = new("--again") { Description = "Ask again for days that were asked for when all their events had come" };

    private const string OwnDatabase = "leastwise";

    /// <summary>Adds those of asking.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[location, organization, table, database, catalog, workgroup, output, encryption, key, most, price, again])
        {
            command.Add(option);
        }

        command.Validators.Add(Validate);
    }

    /// <summary>Adds those of removing.</summary>
    public void AddPlacesTo(Command command)
    {
        command.Add(database);
        command.Add(catalog);
        command.Add(workgroup);
        command.Validators.Add(result => CheckName(result, database));
    }

    /// <summary>What was typed.</summary>
    public AthenaOptions Read(ParseResult parsed)
    {
        string? named = Given(parsed, table);
        string[] parts = named?.Split('.') ?? [];
        return new AthenaOptions
        {
            Catalog = Given(parsed, catalog) ?? "AwsDataCatalog",
            Workgroup = Given(parsed, workgroup) ?? "primary",
            Database = Given(parsed, database) ?? (parts is [var first, _] ? first : null),
            Table = parts.Length == 0 ? null : parts[^1],
            Location = Given(parsed, location),
            OrganizationId = Given(parsed, organization),
            Output = Given(parsed, output) is { } place ? place.TrimEnd('/') + "/" : null,
            Encryption = Given(parsed, encryption)?.ToUpperInvariant(),
            KmsKey = Given(parsed, key),
            MaxBytes = Bytes(Given(parsed, most)),
            PricePerTerabyte = parsed.CommandResult.Command.Options.Contains(price) ? parsed.GetValue(price) ?? 5m : 5m,
            Again = parsed.CommandResult.Command.Options.Contains(again) && parsed.GetValue(again),
        };
    }

    /// <summary>A size as it is typed, in decimal units; null where it is none.</summary>
    internal static long? Bytes(string? text)
    {
        string typed = text?.Trim().ToUpperInvariant() ?? "";
        (string ending, long factor) = Units.First(unit => typed.EndsWith(unit.Ending, StringComparison.Ordinal));
        return decimal.TryParse(typed.AsSpan(0, typed.Length - ending.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number > 0 && number * factor < long.MaxValue
            ? (long)(number * factor)
            : null;
    }

    private void Validate(CommandResult result)
    {
        string? place = result.GetValue(location), named = result.GetValue(table);
        if (place is null == named is null)
        {
            result.AddError(place is null
                ? "Name where the trail writes with --location s3://BUCKET/PREFIX/AWSLogs/, or a table that is there with --table."
                : "--location makes a table, --table names one that is there: give one of them.");
        }

        if (place is not null && AthenaTrail.FaultOf(place, result.GetValue(organization)) is { } fault)
        {
            result.AddError(fault);
        }

        if (named is not null && (named.Split('.') is not { Length: 1 or 2 } parts || !parts.All(AthenaTrail.IsName) || (parts.Length == 2 && result.GetValue(database) is { } other && other != parts[0])))
        {
            result.AddError($"'{named}' is no name of a table; write it as DATABASE.TABLE, of letters, digits, '_' and '-'.");
        }

        CheckName(result, database);
        if (result.GetValue(output) is { } results && !AthenaTrail.IsPlace(results))
        {
            result.AddError($"'{results}' is no place for results; write it as s3://BUCKET/PREFIX/.");
        }

        if (result.GetValue(encryption) is { } how && how.ToUpperInvariant() is not ("SSE_S3" or "SSE_KMS"))
        {
            result.AddError($"'{how}' is no way that results are encrypted: SSE_S3 or SSE_KMS. (With CSE_KMS only the caller could read them, and Leastwise does not.)");
        }

        if ("SSE_KMS".Equals(result.GetValue(encryption), StringComparison.OrdinalIgnoreCase) != result.GetValue(key) is not null)
        {
            result.AddError("--encryption SSE_KMS and --kms-key belong together.");
        }

        if (result.GetValue(most) is { } size && Bytes(size) is null)
        {
            result.AddError($"'{size}' is no size; write it as 500GB.");
        }

        if (result.GetValue(price) is < 0)
        {
            result.AddError("--price-per-tb is a price in dollars.");
        }
    }

    private static void CheckName(CommandResult result, Option<string?> option)
    {
        if (result.GetValue(option) is { } name && !AthenaTrail.IsName(name))
        {
            result.AddError($"'{name}' is no name of a database: letters, digits, '_' and '-'.");
        }
    }

    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.CommandResult.Command.Options.Contains(option) ? parsed.GetValue(option) : null;
}
