using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Usage;

/// <summary>Reads trails with their state and event selectors as <c>leastwise collect</c> writes them.</summary>
/// <remarks>
/// Sources: "AdvancedFieldSelector", "EventSelector" and "DataResource", AWS CloudTrail API Reference,
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html.
/// </remarks>
public static class TrailSettingsReader
{
    /// <summary>Reads the files; what is broken is named and left out.</summary>
    public static ImmutableArray<TrailSettings> Read(IEnumerable<string> paths, ICollection<Diagnostic> diagnostics)
    {
        var trails = ImmutableArray.CreateBuilder<TrailSettings>();
        foreach (string path in paths)
        {
            if (JsonFile.Read(path, out Diagnostic? problem) is not byte[] bytes)
            {
                diagnostics.Add(problem ?? new Diagnostic(DiagnosticSeverity.Error, "The file could not be read.", SourcePosition.WholeFile(path)));
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                JsonElement root = document.RootElement;
                DateTimeOffset? fetched = JsonElements.Time(Text(root, "fetched"));
                trails.AddRange(Items(root, "trailList").Select(trail => Trail(trail, Text(root, "account") ?? "", fetched)));
            }
            catch (JsonException)
            {
                diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, "This is not JSON, so no trail's settings were taken from it; run 'leastwise collect' again.", SourcePosition.WholeFile(path)));
            }
        }

        return [.. trails.OrderBy(trail => trail.AccountId, StringComparer.Ordinal).ThenBy(trail => trail.Arn, StringComparer.Ordinal)];
    }

    private static TrailSettings Trail(JsonElement trail, string account, DateTimeOffset? fetched)
    {
        string arn = Text(trail, "TrailARN") ?? "";
        JsonElement status = Part(trail, "Status"), selectors = Part(trail, "EventSelectors");
        return new TrailSettings
        {
            Arn = arn,
            Name = Text(trail, "Name") ?? arn,
            Owner = Arn.TryParse(arn, out Arn? parsed) && parsed.Account.Length > 0 ? parsed.Account : account,
            AccountId = account,
            HomeRegion = Text(trail, "HomeRegion") ?? "",
            IsMultiRegion = Flag(trail, "IsMultiRegionTrail") ?? false,
            IsOrganization = Flag(trail, "IsOrganizationTrail") ?? false,
            IsLogging = Flag(status, "IsLogging"),
            LoggingSince = status.ValueKind == JsonValueKind.Object && status.TryGetProperty("StartLoggingTime", out JsonElement since)
                ? JsonElements.Time(since.ValueKind == JsonValueKind.String ? since.GetString() : since.GetRawText())
                : null,
            Fetched = fetched,
            Selections = selectors.ValueKind == JsonValueKind.Object
                ? [.. Items(selectors, "EventSelectors").SelectMany(Basic), .. Items(selectors, "AdvancedEventSelectors").Select(Advanced)]
                : null,
        };
    }

    private static IEnumerable<EventSelection> Basic(JsonElement selector)
    {
        string kind = Text(selector, "ReadWriteType") ?? "All";
        bool reading = kind != "WriteOnly", writing = kind != "ReadOnly";
        if (Flag(selector, "IncludeManagementEvents") ?? true)
        {
            yield return new EventSelection(EventSelection.Management, reading, writing) { WithoutSources = Texts(selector, "ExcludeManagementEventSources") };
        }

        foreach (JsonElement resource in Items(selector, "DataResources"))
        {
            ImmutableArray<string> values = Texts(resource, "Values");

            // 'arn:aws:s3', or 'arn:aws:s3:::', stands for all; an S3 value for what begins with it; any other for itself.
            bool isAll = values.Any(value => value.TrimEnd(':').Split(':').Length <= 3);
            bool isS3 = Text(resource, "Type") == "AWS::S3::Object";
            yield return new EventSelection(EventSelection.Data, reading, writing)
            {
                Type = Text(resource, "Type") ?? "",
                IsAll = isAll,
                Starts = isS3 ? values : [],
                Exactly = isS3 ? [] : values,
            };
        }
    }

    private static EventSelection Advanced(JsonElement selector)
    {
        string category = "", type = "";
        bool reading = true, writing = true, isAll = true, isNarrower = false;
        ImmutableArray<string> starts = [], exactly = [], without = [];
        foreach (JsonElement field in Items(selector, "FieldSelectors"))
        {
            ImmutableArray<string> equal = Texts(field, "Equals"), unequal = Texts(field, "NotEquals"), begin = Texts(field, "StartsWith");
            bool others = !Texts(field, "EndsWith").IsEmpty || !Texts(field, "NotStartsWith").IsEmpty || !Texts(field, "NotEndsWith").IsEmpty;
            switch (Text(field, "Field"))
            {
                case "eventCategory":
                    category = equal.FirstOrDefault() ?? "";
                    break;
                case "resources.type":
                    type = equal.FirstOrDefault() ?? "";
                    isNarrower |= equal.Length != 1;
                    break;
                case "readOnly":
                    reading = equal.Contains("true");
                    writing = equal.Contains("false");
                    break;
                case "resources.ARN":
                    (isAll, starts, exactly) = (false, begin, equal);
                    isNarrower |= others || !unequal.IsEmpty;
                    break;
                case "eventSource" when equal.IsEmpty && begin.IsEmpty && !others:
                    without = unequal;
                    break;
                default:
                    isNarrower = true;
                    break;
            }
        }

        return new EventSelection(category, reading, writing) { Type = type.Length == 0 ? null : type, IsAll = isAll, Starts = starts, Exactly = exactly, WithoutSources = without, IsNarrower = isNarrower };
    }

    private static JsonElement Part(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? Text(JsonElement item, string name) => Part(item, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool? Flag(JsonElement item, string name) => Part(item, name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static JsonElement.ArrayEnumerator Items(JsonElement item, string name) => Part(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static ImmutableArray<string> Texts(JsonElement item, string name) =>
        [.. Items(item, name).Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString() ?? "")];
}
