export type Transport = 'TCP' | 'UDP';

/** A port on which a well-known service listens. */
export interface Port {
  readonly number: number;
  readonly transport: Transport;
  readonly service: string;
}

/** `SSH 22/TCP` */
export function portName({ service, number, transport }: Port): string {
  return `${service} ${String(number)}/${transport}`;
}

const tcp = (number: number, service: string): Port => ({ number, transport: 'TCP', service });
const udp = (number: number, service: string): Port => ({ number, transport: 'UDP', service });

// After https://learn.microsoft.com/azure/virtual-network-manager/concept-security-admins#protect-high-risk-ports
/** Who gets in here runs the machine: remote control, file shares and management interfaces. */
export const administrationPorts: readonly Port[] = [
  tcp(21, 'FTP'),
  tcp(22, 'SSH'),
  tcp(23, 'Telnet'),
  udp(69, 'TFTP'),
  tcp(135, 'RPC'),
  tcp(139, 'NetBIOS'),
  udp(161, 'SNMP'),
  tcp(445, 'SMB'),
  tcp(512, 'rexec'),
  tcp(513, 'rlogin'),
  tcp(514, 'rsh'),
  tcp(593, 'RPC over HTTP'),
  tcp(873, 'rsync'),
  tcp(2049, 'NFS'),
  tcp(2375, 'Docker'),
  tcp(3389, 'RDP'),
  udp(3389, 'RDP'),
  tcp(5900, 'VNC'),
  tcp(5985, 'WinRM'),
  tcp(5986, 'WinRM'),
  tcp(10250, 'kubelet'),
];

/** Databases, caches, queues and search: what holds the data. */
export const dataPorts: readonly Port[] = [
  tcp(1433, 'SQL Server'),
  udp(1434, 'SQL Server Browser'),
  tcp(1521, 'Oracle'),
  tcp(2181, 'ZooKeeper'),
  tcp(2379, 'etcd'),
  tcp(3306, 'MySQL'),
  tcp(5432, 'PostgreSQL'),
  tcp(5601, 'Kibana'),
  tcp(5984, 'CouchDB'),
  tcp(6379, 'Redis'),
  tcp(8086, 'InfluxDB'),
  tcp(8123, 'ClickHouse'),
  tcp(9042, 'Cassandra'),
  tcp(9092, 'Kafka'),
  tcp(9200, 'Elasticsearch'),
  tcp(9300, 'Elasticsearch'),
  tcp(11211, 'memcached'),
  tcp(27017, 'MongoDB'),
];

// https://learn.microsoft.com/azure/security/fundamentals/network-best-practices
/** Services that answer a small forged question with a large answer to somebody else. */
export const amplificationPorts: readonly Port[] = [
  udp(19, 'chargen'),
  udp(53, 'DNS'),
  udp(111, 'portmapper'),
  udp(123, 'NTP'),
  udp(137, 'NetBIOS'),
  udp(389, 'LDAP'),
  udp(1900, 'SSDP'),
  udp(3702, 'WS-Discovery'),
  udp(5353, 'mDNS'),
  udp(11211, 'memcached'),
];
