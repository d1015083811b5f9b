using System.Text.Json;

namespace Leastwise.Reporting.Reading;

/// <summary>The parts of a report that are written as the values they are.</summary>
internal static class PathsReading
{
    public static AssessedPolicy Policy(ReportElement policy)
    {
        try
        {
            AssessedPolicy read = policy.Json.Deserialize(ReportJsonContext.Default.AssessedPolicy) is { Holders.IsDefault: false } whole ? whole : throw policy.Wrong("a policy");

            // Reports of before versions were part of them are read too.
            return read.OtherVersions.IsDefault ? read with { OtherVersions = [] } : read;
        }
        catch (JsonException)
        {
            throw policy.Wrong("a policy");
        }
    }

    public static AssessedTrim? Trim(ReportElement trim)
    {
        if (trim.IsNull)
        {
            return null;
        }

        try
        {
            return trim.Json.Deserialize(ReportJsonContext.Default.AssessedTrim) is { Policies.IsDefault: false, Remarks.IsDefault: false } read ? read : throw trim.Wrong("a trim");
        }
        catch (JsonException)
        {
            throw trim.Wrong("a trim");
        }
    }

    public static AssessedPaths? Read(ReportElement paths)
    {
        if (paths.IsNull)
        {
            return null;
        }

        try
        {
            AssessedPaths read = paths.Json.Deserialize(ReportJsonContext.Default.AssessedPaths) ?? throw paths.Wrong("escalation paths");
            bool listed = !read.Places.IsDefault && !read.Hops.IsDefault && !read.Routes.IsDefault && !read.Administrators.IsDefault && (read.Cut is null || (!read.Cut.Grants.IsDefault && read.Cut.Grants.All(grant => !grant.Holders.IsDefault)));
            bool whole = listed && read.Hops.All(hop => !hop.Privileges.IsDefault && !hop.Conditions.IsDefault && !hop.Statements.IsDefault && !hop.Cut.IsDefault && IsPlace(hop.From, read.Places.Length) && IsPlace(hop.To, read.Places.Length) && hop.Cut.All(grant => IsPlace(grant, read.Cut?.Grants.Length ?? 0)))
                && read.Routes.All(route => !route.IsDefaultOrEmpty && route.All(hop => IsPlace(hop, read.Hops.Length)));
            return whole ? read : throw paths.Wrong("whole: a number in it names nothing");
        }
        catch (JsonException)
        {
            throw paths.Wrong("escalation paths");
        }
    }

    private static bool IsPlace(int number, int count) => number >= 0 && number < count;
}
