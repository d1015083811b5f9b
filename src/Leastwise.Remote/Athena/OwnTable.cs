using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Remote.Athena;

/// <summary>
/// The table that Leastwise makes over a trail's logs. Partitions are projected: none is ever added, and any window of any account and region can be asked. The
/// table's name tells what it reaches over, so that another choice of accounts makes another table instead of changing one that somebody uses.
/// </summary>
/// <remarks>
/// Sources: "Create the table for CloudTrail logs in Athena using partition projection",
/// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html (SerDe, formats, columns), and "Supported types for partition
/// projection", https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html. AWS's table lacks the columns' parts <c>sourceidentity</c>,
/// <c>identityprovider</c> and <c>arnprefix</c>, which records have.
/// </remarks>
/// <param name="Database">The database; made where it is not there.</param>
/// <param name="Location">Where the logs lie.</param>
/// <param name="Accounts">The accounts whose folders there are, in order.</param>
/// <param name="Regions">The regions.</param>
internal sealed record OwnTable(string Database, LogLocation Location, ImmutableArray<string> Accounts, ImmutableArray<string> Regions)
{
    /// <summary>The database where none is named.</summary>
    public const string DefaultDatabase = "leastwise";

    /// <summary>The property that marks a table as made here.</summary>
    public const string Mark = "leastwise.made";

    /// <summary>What marks a database as made here.</summary>
    public const string DatabaseMark = "Made by leastwise; 'leastwise athena teardown' removes it.";

    /// <summary>CloudTrail launched on that day; no trail has older logs.</summary>
    private const string FirstDay = "2013/11/13";

    private static readonly (string Name, string Type)[] ColumnList =
    [
        ("eventversion", "string"),
        ("useridentity", "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,identityprovider:string,"
            + "sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,"
            + "webidfederationdata:struct<federatedprovider:string>,sourceidentity:string>>"),
        ("eventtime", "string"), ("eventsource", "string"), ("eventname", "string"), ("awsregion", "string"), ("sourceipaddress", "string"), ("errorcode", "string"),
        ("errormessage", "string"), ("requestparameters", "string"), ("responseelements", "string"), ("additionaleventdata", "string"), ("requestid", "string"), ("eventid", "string"),
        ("readonly", "string"), ("resources", "array<struct<arn:string,arnprefix:string,accountid:string,type:string>>"), ("eventtype", "string"), ("managementevent", "string"),
        ("recipientaccountid", "string"), ("sharedeventid", "string"), ("vpcendpointid", "string"), ("eventcategory", "string"),
    ];

    /// <summary>The table's name.</summary>
    public string Name
    {
        get
        {
            string reach = string.Join('\n', [Location.Uri, string.Join(',', Accounts), string.Join(',', Regions)]);
            return "trail_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reach)))[..12];
        }
    }

    /// <summary>The statement that makes the database.</summary>
    public string CreateDatabase => $"CREATE DATABASE IF NOT EXISTS {SqlNames.Defined(Database)} COMMENT {SqlNames.Literal(DatabaseMark)}";

    /// <summary>The table as queries see it.</summary>
    public TrailTable Shape => new()
    {
        Database = Database,
        Name = Name,
        Columns = Columns,
        Partitions = [new("account", HiveType.Text), new("region", HiveType.Text), new("day", HiveType.Text)],
        Properties = Properties.ToImmutableDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
    };

    /// <summary>Columns as Leastwise's own table has them.</summary>
    public static ImmutableDictionary<string, HiveType> Columns { get; } =
        ColumnList.ToImmutableDictionary(column => column.Name, column => HiveType.Parse(column.Type) ?? throw new InvalidOperationException("The types are ours."), StringComparer.Ordinal);

    private (string Name, string Value)[] Properties =>
    [
        (Mark, "1"),
        ("projection.enabled", "true"),
        ("projection.account.type", "enum"),
        ("projection.account.values", string.Join(',', Accounts)),
        ("projection.region.type", "enum"),
        ("projection.region.values", string.Join(',', Regions)),
        ("projection.day.type", "date"),
        ("projection.day.format", "yyyy/MM/dd"),
        ("projection.day.interval", "1"),
        ("projection.day.interval.unit", "DAYS"),
        ("projection.day.range", $"{FirstDay},NOW"),
        ("storage.location.template", $"{Location.Uri}${{account}}/CloudTrail/${{region}}/${{day}}"),
    ];

    /// <summary>The statement that makes the table.</summary>
    public string CreateTable => $"""
        CREATE EXTERNAL TABLE IF NOT EXISTS {SqlNames.Defined(Database)}.{SqlNames.Defined(Name)} (
        {string.Join(",\n", ColumnList.Select(column => $"  {SqlNames.Defined(column.Name)} {column.Type}"))}
        )
        PARTITIONED BY (`account` string, `region` string, `day` string)
        ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
        STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
        OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
        LOCATION {SqlNames.Literal(Location.Uri)}
        TBLPROPERTIES (
        {string.Join(",\n", Properties.Select(one => $"  {SqlNames.Literal(one.Name)} = {SqlNames.Literal(one.Value)}"))}
        )
        """;

    /// <summary>The statement that removes a table; its logs stay where they are, since the table is external.</summary>
    public static string DropTable(string database, string name) => $"DROP TABLE IF EXISTS {SqlNames.Defined(database)}.{SqlNames.Defined(name)}";

    /// <summary>The statement that removes a database in which nothing is left.</summary>
    public static string DropDatabase(string database) => $"DROP DATABASE IF EXISTS {SqlNames.Defined(database)}";
}
