using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Catalog;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Reporting.Reading;

/// <summary>Reads <c>report.json</c> back into the value that it was written from.</summary>
public static class ReportReader
{
    /// <summary>Reads a report. Null, and a problem, where it is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="catalog">The actions; of one that it does not know, only the name is kept.</param>
    /// <param name="problem">What is wrong, with the place; null where nothing is.</param>
    public static Assessment? Read(string file, ActionCatalog catalog, out Diagnostic? problem)
    {
        byte[]? bytes = JsonFile.Read(file, out problem);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Assessment(new ReportElement(document.RootElement, "$"), catalog);
        }
        catch (Exception exception) when (exception is JsonException or ReportFormatException)
        {
            string why = exception is JsonException ? $"it is no JSON ({exception.Message.TrimEnd('.')})" : exception.Message;
            problem = new Diagnostic(DiagnosticSeverity.Error, $"This is not a report.json of Leastwise: {why}. Give the report.json that 'leastwise assess' wrote.", SourcePosition.WholeFile(file));
            return null;
        }
    }

    private static Assessment Assessment(ReportElement root, ActionCatalog catalog)
    {
        if (root["schemaVersion"].Number != JsonText.SchemaVersion)
        {
            throw root["schemaVersion"].Wrong($"{JsonText.SchemaVersion}, which this version reads");
        }

        // Reports of before policies and paths were part of them are read too.
        ImmutableArray<AssessedPolicy> policies = root["policies"].IsNull ? [] : [.. root["policies"].Items.Select(PathsReading.Policy)];
        var findings = new FindingReading(policies);
        ReportElement evidence = root["evidence"];
        return new Assessment
        {
            Version = root["version"].Text,
            CatalogVersion = root["catalogVersion"].Text,
            Name = root["name"].Text,
            Window = Window(root["window"]),
            Accounts = [.. root["accounts"].Items.Select(Account)],
            Principals = new PrincipalReading(catalog, root["reasons"]).Read(root["actors"]),
            Findings = [.. root["findings"].Items.Select(findings.Read)],
            Policies = policies,
            Paths = PathsReading.Read(root["paths"]),
            TrimRule = root["trimRule"].TextOrNull,
            Strangers = [.. root["strangers"].Items.Select(each => new Stranger(each["arn"].Text, each["why"].Text, each["events"].Number, each["lastUsed"].TimeOrNull))],
            Evidence = EvidenceReading.Read(evidence),
            Diagnostics = EvidenceReading.Diagnostics(root["diagnostics"]),
        };
    }

    private static UsageWindow Window(ReportElement window) => window["start"].IsNull || window["end"].IsNull
        ? UsageWindow.None
        : new UsageWindow(window["start"].Time, window["end"].Time, window["asked"].Flag);

    private static AssessedAccount Account(ReportElement account)
    {
        string id = account["id"].Text;
        ReportElement root = account["root"];
        return new AssessedAccount(id, account["name"].TextOrNull, root.IsNull ? null : new RootUse(id, root["events"].Number, root["firstUsed"].Time, root["lastUsed"].Time, root["eventNames"].Texts));
    }
}
