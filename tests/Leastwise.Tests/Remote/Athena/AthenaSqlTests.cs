using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Remote;
using Leastwise.Remote.Athena;
using Leastwise.Usage;

namespace Leastwise.Tests.Remote.Athena;

/// <summary>What is written into statements, and what is refused.</summary>
public sealed class AthenaSqlTests
{
    private static readonly TrailQuestion Question = new([new DayRange(new DateOnly(2025, 12, 30), new DateOnly(2026, 2, 2))], ["111111111111"], ["eu-west-1", "us-east-1"]);

    [Fact]
    public void The_statements_of_our_own_table_are_as_they_were_read()
    {
        ImmutableArray<string> statements = AthenaTrail.Plan(
            new DateOnly(2026, 1, 15), new DateOnly(2026, 3, 10), new IngestFilter { Accounts = ["111111111111", "222222222222"], Regions = ["eu-west-1"] },
            new AthenaOptions { Location = "s3://acme-logs/archive/AWSLogs/o-a1b2c3d4e5/" });
        GoldenFile.ShouldMatch("athena/own-table.sql", string.Join(";\n\n", statements) + ";\n");
        statements.ShouldAllBe(statement => statement.Length < TrailQuery.LongestStatement);
    }

    [Theory]
    [InlineData("""{"PartitionKeys":[{"Name":"timestamp","Type":"string"}],"Parameters":{"projection.enabled":"true","projection.timestamp.type":"date","projection.timestamp.format":"yyyy/MM/dd"}}""",
        "(\"timestamp\" >= '2025/12/30' AND \"timestamp\" <= '2026/02/05')")]
    [InlineData("""{"PartitionKeys":[{"Name":"region","Type":"string"},{"Name":"year","Type":"string"},{"Name":"month","Type":"string"}]}""",
        "\"region\" IN ('eu-west-1', 'us-east-1') AND ((\"year\" = '2025' AND \"month\" = '12') OR (\"year\" = '2026' AND \"month\" IN ('1', '01')) OR (\"year\" = '2026' AND \"month\" IN ('2', '02')))")]
    [InlineData("""{"PartitionKeys":[{"Name":"account","Type":"string"},{"Name":"year","Type":"int"},{"Name":"month","Type":"int"},{"Name":"day","Type":"int"}]}""",
        "\"account\" IN ('111111111111') AND ((\"year\" = 2025 AND \"month\" = 12 AND \"day\" IN (30, 31)) OR (\"year\" = 2026 AND \"month\" = 1) OR (\"year\" = 2026 AND \"month\" = 2 AND \"day\" IN (1, 2, 3, 4, 5)))")]
    [InlineData("""{"PartitionKeys":[{"Name":"year","Type":"string"}]}""", "((\"year\" = '2025') OR (\"year\" = '2026'))")]
    [InlineData("""{"PartitionKeys":[{"Name":"dt","Type":"string"}],"Parameters":{"projection.enabled":"true","projection.dt.type":"date","projection.dt.format":"yyyy-MM"}}""",
        "(\"dt\" >= '2025-12' AND \"dt\" <= '2026-02')")]
    [InlineData("""{"PartitionKeys":[{"Name":"trail","Type":"string"}]}""", "")]
    [InlineData("""{"PartitionKeys":[]}""", "")]
    public void Partitions_are_left_out_by_what_is_known_of_their_columns(string metadata, string conditions)
    {
        TrailTable table = TrailTable.Read("logs", JsonDocument.Parse(metadata).RootElement);
        string.Join(" AND ", PartitionFilter.Of(table, Question, out ImmutableArray<string> unfiltered)).ShouldBe(conditions);
        unfiltered.ShouldBe(metadata.Contains("trail", StringComparison.Ordinal) ? ["trail"] : []);
    }

    [Fact]
    public void Columns_that_an_older_table_lacks_are_null_and_named()
    {
        TrailTable old = Table(
            ("useridentity", "struct<type:string,principalid:string,arn:string,accountid:string,userName:string,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalId:string,arn:string>>>"),
            ("eventtime", "string"), ("eventsource", "string"), ("eventname", "string"), ("requestparameters", "string"), ("readonly", "boolean"), ("resources", "array<struct<ARN:string,accountId:string,type:string>>"));
        var columns = new TrailColumns(old);
        columns.Missing.ShouldContain("eventcategory");
        columns.Missing.ShouldContain("useridentity.sessioncontext.sourceidentity");
        columns.Missing.ShouldNotContain("useridentity.username");
        columns.Missing.ShouldNotContain("resources");
        Dictionary<string, string> selected = columns.Selected.ToDictionary(one => one.Alias, one => one.Expression);
        selected["category"].ShouldBe("CAST(NULL AS varchar)");
        selected["read_only"].ShouldBe("CAST(readonly AS varchar)");
        selected["issuer_id"].ShouldBe("useridentity.sessioncontext.sessionissuer.principalid");
        selected["resource_lines"].ShouldNotContain("arnprefix");
        string text = TrailQuery.Text(old, columns, Question);
        text.ShouldNotContain("eventcategory,");
        text.ShouldContain("AND useridentity.accountid IN ('111111111111')");
    }

    [Theory]
    [InlineData("trail\"; DROP TABLE x --")]
    [InlineData("a.b")]
    [InlineData("a`b")]
    [InlineData("trail\n")]
    [InlineData("")]
    public void Names_that_are_none_are_refused(string name)
    {
        SqlNames.IsName(name).ShouldBeFalse();
        Should.Throw<RemoteException>(() => SqlNames.Table("logs", name));
        Should.Throw<RemoteException>(() => SqlNames.Defined(name));
    }

    [Fact]
    public void Text_cannot_end_its_own_quotes()
    {
        SqlNames.Literal("it's; DROP TABLE x --").ShouldBe("'it''s; DROP TABLE x --'");
        Should.Throw<RemoteException>(() => SqlNames.Literal("a\nb"));
    }

    [Theory]
    [InlineData("s3://bucket", null, "s3://bucket/AWSLogs/")]
    [InlineData("s3://bucket/", null, "s3://bucket/AWSLogs/")]
    [InlineData("s3://bucket/logs/of/all", null, "s3://bucket/logs/of/all/AWSLogs/")]
    [InlineData("s3://bucket/logs/AWSLogs", null, "s3://bucket/logs/AWSLogs/")]
    [InlineData("s3://bucket/AWSLogs/o-a1b2c3d4e5/", null, "s3://bucket/AWSLogs/o-a1b2c3d4e5/")]
    [InlineData("s3://bucket/AWSLogs/", "o-a1b2c3d4e5", "s3://bucket/AWSLogs/o-a1b2c3d4e5/")]
    [InlineData("s3://bucket/AWSLogs/o-a1b2c3d4e5", "o-a1b2c3d4e5", "s3://bucket/AWSLogs/o-a1b2c3d4e5/")]
    [InlineData("s3://bucket/AWSLogs/o-a1b2c3d4e5", "o-ffffffffff", null)]
    [InlineData("s3://bucket/AWSLogs/", "elsewhere", null)]
    [InlineData("s3://bucket/AWSLogs/111111111111/", null, null)]
    [InlineData("s3://bucket/it's/AWSLogs/", null, null)]
    [InlineData("s3://bucket/AWSLogs/\n", null, null)]
    [InlineData("https://bucket/AWSLogs/", null, null)]
    [InlineData("bucket", null, null)]
    public void A_place_of_logs_is_read(string text, string? organization, string? uri) => (LogLocation.Parse(text, organization)?.Uri).ShouldBe(uri);

    [Theory]
    [InlineData("struct<a:string,b:struct<c:array<string>>>", "b.c", "array")]
    [InlineData("struct<a:map<string,string>>", "a", "map")]
    [InlineData("struct< A : decimal(10,2) >", "a", "decimal")]
    [InlineData("struct<a:string", "a", null)]
    [InlineData("struct<a>", "a", null)]
    [InlineData("", "a", null)]
    public void Types_are_read(string text, string path, string? name) => (HiveType.Parse(text)?.At(path.Split('.'))?.Name).ShouldBe(name);

    [Fact]
    public void A_result_is_read_in_whatever_pieces_it_comes()
    {
        byte[] text = "\"a\",,\"\",\"with \"\"quotes\"\", commas\nand lines é\"\n\"b\",\"c\",,\"d\""u8.ToArray();
        for (int size = 1; size <= text.Length; size++)
        {
            var csv = new ResultCsv();
            var rows = new List<string?[]>();
            foreach (byte[] piece in text.Chunk(size))
            {
                rows.AddRange(csv.Take(piece));
            }

            rows.Add(csv.End()!);
            rows.ShouldBe([["a", null, "", "with \"quotes\", commas\nand lines é"], ["b", "c", null, "d"]]);
        }
    }

    [Fact]
    public void Names_as_a_tree_match_what_they_are_made_of_and_nothing_else()
    {
        string[] names = ["a", "ab", "abc", "b-c", "b.d", "other", "others"];
        string pattern = $"^{NameTrie.Pattern(names)}$";
        foreach (string name in names)
        {
            System.Text.RegularExpressions.Regex.IsMatch(name, pattern).ShouldBeTrue(name);
        }

        foreach (string none in (string[])["", "abcd", "b", "bxd", "othe"])
        {
            System.Text.RegularExpressions.Regex.IsMatch(none, pattern).ShouldBeFalse(none);
        }
    }

    [Fact]
    public void Days_with_gaps_are_ranges_and_many_gaps_are_asked_over()
    {
        DateOnly first = new(2026, 1, 1);
        DayRange.Of([first, first.AddDays(1), first.AddDays(5)]).ShouldBe([new DayRange(first, first.AddDays(1)), new DayRange(first.AddDays(5), first.AddDays(5))]);
        DayRange.Of(Enumerable.Range(0, 40).Select(n => first.AddDays(2 * n))).ShouldBe([new DayRange(first, first.AddDays(78))]);
    }

    [Fact]
    public void Statements_are_known_as_ours_by_their_marks_alone()
    {
        ImmutableArray<string> ours = AthenaTrail.Plan(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), new IngestFilter(), new AthenaOptions { Location = "s3://bucket" });
        ours.ShouldAllBe(statement => AthenaTeardown.IsOwn(statement, "leastwise"));
        AthenaTeardown.IsOwn("SELECT 1 -- leastwise ingest athena", "leastwise").ShouldBeFalse();
        AthenaTeardown.IsOwn("CREATE DATABASE IF NOT EXISTS x", "leastwise").ShouldBeFalse();
        AthenaTeardown.IsOwn(OwnTable.DropTable("mine", "trail_0123456789ab"), "leastwise").ShouldBeTrue();
        AthenaTeardown.IsOwn(OwnTable.DropTable("mine", "trail_of_somebody"), "leastwise").ShouldBeFalse();
        AthenaTeardown.IsOwn(OwnTable.DropDatabase("mine"), "mine").ShouldBeTrue();
        AthenaTeardown.IsOwn(OwnTable.DropDatabase("mine"), "leastwise").ShouldBeFalse();
    }

    private static TrailTable Table(params (string Name, string Type)[] columns) => new()
    {
        Database = "logs",
        Name = "old",
        Columns = columns.ToImmutableDictionary(column => column.Name, column => HiveType.Parse(column.Type)!),
        Partitions = [],
    };
}
